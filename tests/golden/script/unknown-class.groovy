import no.such.Thing
pipeline('ci') {
    stages { println new Nothing() }
}

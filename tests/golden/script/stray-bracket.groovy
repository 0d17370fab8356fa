pipeline('ci') {
    stages { println('x')) }
}

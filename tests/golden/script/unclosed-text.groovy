pipeline('ci') {
    describe 'never closed
    stages { println 'x' }
}

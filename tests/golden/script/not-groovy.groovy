pipeline('ci') {
    stages {
        def default = 3
    }
}

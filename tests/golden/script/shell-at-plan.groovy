pipeline('ci') {
    option 'who', 'whom to greet'
    stages {
        String put = "echo ${options.who}"
        sh(put) { named 'put together' }
    }
}

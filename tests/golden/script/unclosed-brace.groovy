pipeline('ci') {
    stages {
        project.services.each {
            println it
    }
}

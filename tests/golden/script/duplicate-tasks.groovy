project('demo') { service('api') { dockerfile 'Dockerfile' } }
pipeline('ci') {
    stages {
        buildImage(project.service('api'))
        buildImage(project.service('api'))
        sh 'npm test'
        sh 'npm test'
        def all = ['every', 'thing'].join()
        select all
    }
}

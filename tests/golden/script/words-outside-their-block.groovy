service('api') { dockerfile 'Dockerfile' }
pipeline('ci') {
    timeout '10m'
    registry 'localhost:5000/demo'
    stages {
        argument 'version'
        retry 3
        healthy 'http://localhost'
        project.services.each { service -> pipeline(service.name) { } }
    }
}

project('demo') {
    registry = 'localhost:5000/demo'
    service('api') {
        dockerfile 'Dockerfile'
        checks 'npm ci'
               'npm test'
        paths 'a/**' 'b/**'
    }
    platforms
}
pipeline('ci') {
    stages {
        lintDockerfile(project.service('api')) { always; timeout; servic }
        count = 3
    }
}

pipeline('empty') { describe 'nothing' }

project('demo') { service('api') { dockerfile 'Dockerfile' } }
pipeline('ci') {
    stages {
        def images = project.services.collect { buildImage(it) }
        if (images[0].digest == 'sha256:x') println 'never'
    }
}

project('demo') {
    registri 'localhost:5000/demo'
    service('api') { dockerfle 'Dockerfile' }
    compose('compose.yml') { healty 'http://localhost' }
    observability { rulez 'rules/*.yml' }
}
pipeline('ci') {
    descripe 'words that nobody knows, at every level'
    stages {
        def image = buildImge(project.service('api'))
        buildImage(project.service('api')) { versoin '1' }
    }
}
pipelin('other') { }

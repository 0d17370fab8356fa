project('demo') { service('api') { dockerfile 'Dockerfile' } }
def helper(service) { buildImage(servise) }
pipeline('ci') {
    option 'base', 'revision'
    argument 'version', 'version'
    stages {
        println options.bsae
        println arguments.verison
        println undefined
        project.services.each { buildImage(it) { version itt.name } }
        def build = { it }
        def sbom = { it }
        image.with { tag 'x' }
        use(String) { }
    }
}

project('demo') { service('api') { dockerfile 'Dockerfile' } }
pipeline('ci') {
    stages {
        def image = buildImage(project.service('api'))
        def scan = scanImage(image)
        publishBranch(image)
        publishBranch(image, evidence: [scan])
        publishBranch(image, evidence: [sbom(image), scan])
        publishBranch(image, evidence: scan)
    }
}

project('demo') { service('api') { dockerfile 'Dockerfile' } }
pipeline('ci') {
    stages {
        def image = buildImage(project.service('api'))
        def scan = scanImage(image)
        sbom(scan)
        scanImage(image.digest)
        announce(image.digset)
        announce(scan.critical)
        def images = project.services.collect { service -> scanImage(buildImage(service)) }
        composeTest(project.composeFiles[0], images: images)
    }
}

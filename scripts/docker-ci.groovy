pipeline('docker-ci') {
    describe 'Lint, build, scan and test every service that a change touches'
    flag   'publish', 'push the images and their tags'
    option 'base',    'revision to compare with (default: chosen by the event, else the merge base with the default branch)'

    stages {
        select detectChanges(since: options.base)      // what did not change is left out, unless something selected needs it

        def images = project.services.collect { service ->
            def lint  = lintDockerfile(service)
            def image = buildImage(service) { after lint }
            def bill  = sbom(image)
            def scan  = scanImage(image)
            if (options.publish) publishBranch(image, evidence: [bill, scan], tags: branchTags())
            image
        }
        project.composeFiles.each { file ->
            def valid = validateCompose(file)
            composeTest(file, images: images) { after valid }
        }
    }
}

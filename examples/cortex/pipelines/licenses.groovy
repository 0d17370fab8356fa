pipeline('licenses') {
    describe 'Check the licences of what a service brings along'
    argument 'service', choices: project.services*.name

    stages {
        def image = buildImage(project.service(arguments.service))
        licenseCheck(sbom(image))
    }
}

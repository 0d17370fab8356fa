project('demo') {
    platforms 'linux amd64'
    service('api') { context 'x' }
    service('web') { dockerfile 'web/Dockerfile'; dependsOn api: 'x' }
    compose('compose.yml') { within 'soon' }
}
pipeline('ci') {
    flag 'publish', 'text', 'more'
    option 'base', choises: ['a']
    stages {
        lintDockerfile()
        def image = buildImage(3)
        scanImage(image, failOn: 'CRITCAL', failon: 'HIGH')
        scanImage(image, ['HIGH'], 'x')
        lintDockerfile(project.service('api')) { timeout 'x'; retry 'often'; lock 3; allowFailure 'no' }
        composeTest(project.composeFiles[0], images: [image, 3])
    }
}

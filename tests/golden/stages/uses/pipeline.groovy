pipeline('p') {
    stages {
        def image = buildImage(project.service('api'))
        atMost(image, limt: 3)
        atMost(limit: 'many')
        atMost(lintDockerfile(project.service('api')))
        def count = atMost(image)
        sh "echo ${count.layer}"
        atMots(image)
    }
}

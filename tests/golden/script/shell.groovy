project('demo') { service('api') { dockerfile 'Dockerfile' } }
pipeline('ci') {
    option 'who', 'whom to greet'
    stages {
        def image = buildImage(project.service('api'))
        sh "echo '${options.who}'"
        sh "echo \"${image.reference}\""
        sh 'echo ' + options.who
        sh "echo ${options.who}".trim()
        sh "echo ${-> options.who}"
        sh "echo $HOME"
        sh 3
    }
}

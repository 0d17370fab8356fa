project('demo') { service('api') { dockerfile 'Dockerfile' } }
pipeline('ci') {
    stages {
        def scan = scanImage(buildImage(project.service('api')))
        sh('true') { named 'a'; when { scan.critical.size() == 0 } }
        sh('true') { named 'b'; when { scan.critical + 1 > 2 } }
        sh('true') { named 'c'; when { scan.critcal == 0 } }
        sh('true') { named 'd'; when { def x = 3; x } }
    }
}

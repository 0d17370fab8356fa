project('demo') { service('api') { dockerfile 'Dockerfile' } }
def missing() { null.size() }
pipeline('ci') {
    stages {
        buildImage(project.service('apj'))
    }
}
pipeline('method') { stages { 'text'.nothing() } }
pipeline('property') { stages { println project.services[0].colour } }
pipeline('null') { stages { missing() } }
pipeline('assertion') { stages { assert project.name == 'other' } }
pipeline('thrown') { stages { throw new IllegalStateException('the script says no') } }
pipeline('endless') { stages { again() } }
def again() { again() }

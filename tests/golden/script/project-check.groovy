project('demo') {
    service('a') { dockerfile 'a/Dockerfile'; dependsOn 'b' }
    service('b') { dockerfile 'b/Dockerfile'; dependsOn 'c' }
    service('c') { dockerfile 'c/Dockerfile'; dependsOn 'a', 'dd' }
    service('d') { dockerfile 'd/Dockerfile' }
    service('d') { dockerfile 'e/Dockerfile' }
    service('Shop:x') { dockerfile 'f/Dockerfile' }
    compose('x.yml')
    compose('x.yml')
}
project('again') { }

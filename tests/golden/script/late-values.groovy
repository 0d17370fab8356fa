project('demo') { service('api') { dockerfile 'Dockerfile' } }
pipeline('ci') {
    stages {
        def image = buildImage(project.service('api'))
        def scan = scanImage(image)
        if (scan.critical == 0) println 'fine'
        if (image) println 'there'
        def tag = "x-${image.digest}"
        def other = scan.high > 3 ? 'a' : 'b'
        image.push()
        while (!scan.low) { }
    }
}

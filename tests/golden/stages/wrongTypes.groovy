stage {
    describe 'Has options of all kinds'
    input  'image', Image
    input  'count', Integer
    option 'limit', Integer, default: 'ten'
    option 'folder', java.nio.file.Path
    option 'quiet', Boolean, default: 1
    option 'quick', Boolean, default: true
    option 'allow', List, default: ['MIT']
    option 'names', Map, default: [a: 'b']
    option 'within', java.time.Duration, default: 'soon'
    option 'failOn', Severity, default: 'bad'
    output 'when', Date
    run { context -> [:] }
}

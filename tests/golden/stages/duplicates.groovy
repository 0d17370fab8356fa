stage {
    describe 'Says things twice'
    input  'image', Image
    option 'image', String
    option 'after', String
    output 'image', String
    output 'image', Integer
    run { context -> [:] }
    run { context -> [:] }
}

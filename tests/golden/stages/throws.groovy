stage {
    describe 'Fails while it is read'
    option 'limit', Integer, default: [10, 20].foo()
    run { context -> [:] }
}

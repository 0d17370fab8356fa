def limit(layers) {
    def most = layers.max()
    most
}
stage {
    output 'most', Integer
    run { context -> [most: limit([1, 2])] }
}

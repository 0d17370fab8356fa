stage {
    describe 'Refuses an image with many layers'
    input  'image', Image
    option 'limit', Integer, default: 10
    output 'layers', Integer
    run { context -> [layers: image.platforms.collect { it.layers.size() }.max()] }
}

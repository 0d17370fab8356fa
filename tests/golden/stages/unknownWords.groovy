stage {
    descripe 'Counts layers'
    input  'image', Image
    input  'other', 'Image'
    option 'limit', Integer, standard: 10
    output 'layers', Integer
    option 'nothing'
    cache
    run { context -> [layers: 1] }
}
stages { }

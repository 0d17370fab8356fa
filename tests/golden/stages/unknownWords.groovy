stage {
    descripe 'Counts layers'
    input  'image', Image
    option 'limit', Integer, standard: 10
    output 'layers', Integer
    option 'nothing'
    cache
    run { context -> [layers: 1] }
}
stages { }

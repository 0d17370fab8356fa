stage {
    describe 'Does nothing'
    input 'image', Image
}

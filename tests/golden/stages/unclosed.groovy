stage {
    run { context ->
        [:]
}

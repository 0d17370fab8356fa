stage {
    run { context -> [:] }
}

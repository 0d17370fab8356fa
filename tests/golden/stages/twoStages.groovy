stage {
    run { context -> [:] }
}
stage {
    run { context -> [:] }
}

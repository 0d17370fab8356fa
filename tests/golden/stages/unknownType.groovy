stage {
    input 'bill', Sbomb
    run { context -> [:] }
}

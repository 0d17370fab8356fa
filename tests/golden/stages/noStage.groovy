def limit() {
    def ten = 10
    ten
}

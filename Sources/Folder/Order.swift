/// Whether a text stands before another in the order of their UTF-8 bytes.
///
/// The same on every machine and in every locale; Swift's own `<` compares normalised text, which would call
/// two different keys equal.
func comesBefore(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
}

/// Whether two texts are the same bytes.
func haveSameBytes(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }

import Domain

/// What the alliances of one installation have in common of how profiles go together: weights of a bilinear form, those that
/// both directions share and those of each.
///
/// A world's own weights correlate with these; to what degree says ``WorldShares/experience``.
struct Experience {
    let shared: Table
    let ofDirections: (Table, Table)

    init(attributes: Int, _ dice: inout Dice) {
        shared = Table(attributes, attributes, normal: &dice)
        ofDirections = (
            Table(attributes, attributes, normal: &dice), Table(attributes, attributes, normal: &dice)
        )
    }

    /// The weights of one world: each correlates with what is in common by `skill`.
    func varied(_ skill: Double, _ dice: inout Dice) -> Experience {
        func varied(_ table: Table) -> Table {
            skill * table + (1 - skill * skill).squareRoot()
                * Table(table.rowCount, table.columnCount, normal: &dice)
        }
        return Experience(
            shared: varied(shared), ofDirections: (varied(ofDirections.0), varied(ofDirections.1)))
    }

    private init(shared: Table, ofDirections: (Table, Table)) {
        self.shared = shared
        self.ofDirections = ofDirections
    }

    /// Weights of the mean of both directions, of unit variance, where the directions correlate so.
    func mutual(_ correlation: Double) -> Table {
        (1 / (correlation + (1 - correlation) / 2).squareRoot())
            * (correlation.squareRoot() * shared
                + ((1 - correlation).squareRoot() / 2) * (ofDirections.0 + ofDirections.1))
    }
}

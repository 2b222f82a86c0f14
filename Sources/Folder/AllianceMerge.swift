import Domain

/// Brings what is known of an alliance up to date with what `alliance.yaml` says.
struct AllianceMerge {
    let known: Alliance?
    let file: AllianceFile
    let faults: FaultList

    /// The alliance without its attributes; nil in `instrument` means that it could not be read.
    func merge() -> (alliance: Alliance, instrument: Instrument?) {
        checkKey()
        let instrument = file.instrumentIsBroken ? nil : file.instrument ?? known?.instrument ?? .study
        if let instrument, file.instrument != nil { check(instrument) }
        let alliance = Alliance(
            key: file.key ?? known?.key ?? "unknown", name: file.name ?? known?.name ?? "",
            instrument: instrument ?? .study)
        return (alliance, instrument)
    }

    private func checkKey() {
        if let known, let key = file.key, known.key != key {
            fault(file.keyPlace, "expected the alliance \(known.key), got \"\(key)\"")
        }
        if known == nil, file.key != nil, let keys = file.keys, !keys.contains("name") {
            fault(nil, "the key name is needed and missing")
        }
    }

    /// Answers that are stored keep their meaning: the scale stays, and so do the factors and their order.
    private func check(_ instrument: Instrument) {
        guard let known else { return }
        if instrument.scale != known.instrument.scale {
            let scale = known.instrument.scale
            fault(
                file.instrumentPlace,
                "the scale is \(NumberText.of(scale.min))...\(NumberText.of(scale.max)) and cannot be changed"
            )
        }
        let keys = instrument.factors.map(\.key)
        let knownKeys = known.instrument.factors.map(\.key)
        if !keys.starts(with: knownKeys) {
            fault(
                file.instrumentPlace,
                "factors can be added at the end, but not removed, renamed or moved: expected to begin with "
                    + shown(knownKeys.joined(separator: ", "), limit: 1000))
        }
    }

    private func fault(_ place: YAMLPlace?, _ message: String) {
        faults.add(.alliance, line: place?.line ?? 1, column: place.map { String($0.column) }, message)
    }
}

import Domain

/// What one alliance teaches others of how two profiles go together: the weights of its ``DyadFeatures``, told in raw units
/// of attributes, which mean the same everywhere, instead of its own standardised ones.
///
/// Company pairs teach nothing: a company is nobody's elsewhere.
struct FeatureLesson: Sendable, Hashable {
    /// What a similarity compares; an attribute of another kind is another one.
    enum Similarity: Sendable, Hashable {
        /// Distance of two numbers of an attribute.
        case number(String)
        /// Same word of an attribute.
        case category(String)
        /// Overlap of two sets of words of an attribute.
        case set(String)
        /// Accounts that both cover.
        case accounts
    }

    /// Weight of one raw unit of a similarity, over channels.
    var similarities: [Similarity: [Double]]
    /// The profile columns behind the components, and how much of each component one raw unit of a column makes:
    /// `keys × rank`.
    var keys: [PooledPrior.ProfileKey]
    var directions: Matrix
    /// Weights of the products of component i of side a and j of side b in row `i · rank + j`, over channels.
    var products: Matrix
    /// How reliable all of them are, see ``WeightEvidence``.
    var reliability: Double
}

extension FeatureLesson {
    /// Reads what an alliance found.
    init(_ features: DyadFeatures, _ encoding: ProfileEncoding, _ evidence: WeightEvidence) {
        let weights = evidence.weights
        reliability = evidence.reliability
        similarities = [:]
        for (index, similarity) in encoding.similarities(of: features).enumerated() {
            let units = features.factors[index] / similarity.spread
            similarities[similarity.key] = weights.row(index).map { $0 * units }
        }
        let used = encoding.columns.indices.filter { encoding.teaches($0) }
        keys = used.map { encoding.key(of: encoding.columns[$0]) }
        directions = Matrix(used.count, features.rank)
        for (row, column) in used.enumerated() {
            let units = encoding.units(of: encoding.columns[column])
            for index in 0..<features.rank {
                directions[row, index] = encoding.directions[column, index] * units
            }
        }
        products = Matrix(features.rank * features.rank, weights.columns)
        for row in 0..<products.rows {
            for channel in 0..<weights.columns {
                products[row, channel] =
                    weights[features.similarityCount + row, channel] * features.productFactor
            }
        }
    }

    /// The same weights for the features of another alliance, `features × channels`; 0 where nothing was taught.
    ///
    /// A person's components in the alliance that taught follow from their components here, as far as those tell the
    /// profile: `profile ≈ components · R`, with R the pseudo-inverse of the directions.
    func weights(for features: DyadFeatures, _ encoding: ProfileEncoding) -> Matrix {
        var result = Matrix(features.count, products.columns)
        for (index, similarity) in encoding.similarities(of: features).enumerated() {
            guard features.factors[index] > 0, let known = similarities[similarity.key] else { continue }
            for channel in known.indices {
                result[index, channel] = known[channel] * similarity.spread / features.factors[index]
            }
        }
        let turn = encoding.reconstruction * loadings(in: encoding)
        let rank = directions.columns
        for i in 0..<features.rank {
            for j in 0..<features.rank {
                let row = features.similarityCount + i * features.rank + j
                for k in 0..<rank {
                    for l in 0..<rank {
                        let share = turn[i, k] * turn[j, l] / features.productFactor
                        for channel in 0..<products.columns {
                            result[row, channel] += share * products[k * rank + l, channel]
                        }
                    }
                }
            }
        }
        return result
    }

    /// Components of the alliance that taught from profile rows here, `columns × rank`.
    private func loadings(in encoding: ProfileEncoding) -> Matrix {
        let places = Dictionary(keys.enumerated().map { ($1, $0) }) { first, _ in first }
        var result = Matrix(encoding.columns.count, directions.columns)
        for (index, column) in encoding.columns.enumerated() where encoding.teaches(index) {
            guard let place = places[encoding.key(of: column)] else { continue }
            let units = encoding.units(of: column)
            for component in 0..<directions.columns {
                result[index, component] = directions[place, component] / units
            }
        }
        return result
    }
}

extension ProfileEncoding {
    /// Whether a column means something in other alliances.
    func teaches(_ column: Int) -> Bool {
        columns[column].factor > 0 && fields[columns[column].field].attribute.name != Self.companyField
    }

    /// What the similarities of an alliance compare, in their order, and how many raw units one standardised unit has.
    fileprivate func similarities(
        of features: DyadFeatures
    ) -> [(key: FeatureLesson.Similarity, spread: Double)] {
        let numbers = fields.filter { $0.attribute.kind == .number && $0.spread > 0 }
            .map { (key: FeatureLesson.Similarity.number($0.attribute.name), spread: $0.spread) }
        let categories = fields.filter {
            $0.attribute.kind == .category && $0.attribute.name != Self.companyField
        }.map { (key: FeatureLesson.Similarity.category($0.attribute.name), spread: 1.0) }
        let sets = fields.filter { $0.attribute.kind == .set }
            .map { (key: FeatureLesson.Similarity.set($0.attribute.name), spread: 1.0) }
        return numbers + categories + sets + (features.comparesAccounts ? [(.accounts, 1.0)] : [])
    }

    /// Profile rows from components, `rank × columns`: the pseudo-inverse of ``directions``, whose columns are orthogonal.
    fileprivate var reconstruction: Matrix {
        var result = directions.transposed
        for component in 0..<result.rows {
            let square = result.row(component).reduce(0) { $0 + $1 * $1 }
            for column in 0..<result.columns { result[component, column] /= max(square, 1e-300) }
        }
        return result
    }
}

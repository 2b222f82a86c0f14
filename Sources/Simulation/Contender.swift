/// A way of choosing every night who meets whom.
public enum Contender: String, Sendable, Hashable, CaseIterable {
    /// Draws a matching every night.
    case random
    /// Everybody meets everybody in turn.
    case roundRobin = "round-robin"
    /// The best matching by what earlier alliances taught of profiles, nobody twice.
    case profileGreedy = "profile-greedy"
    /// The product's plan without exploration: the best matching on the posterior mean.
    case pointEstimate = "point-estimate"
    /// The product's plan.
    case planner
}

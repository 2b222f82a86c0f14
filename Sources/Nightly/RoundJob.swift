import Foundation
import Storage

/// Plans and publishes the round that a job asks for.
struct RoundJob {
    let store: BatchStore
    let settings: WorkerSettings
    let teachers: Teachers

    /// - Returns: what the night was told, and what the round was planned from when it was planned now.
    /// - Throws: ``StorageError/leaseLost``; then nothing was published. A problem of scoring or planning.
    func perform(_ job: LeasedJob) async throws -> (NightResult, AllianceRecord?) {
        guard let night = job.night else {
            preconditionFailure("a constraint gives every round's job a night")
        }
        do {
            if !night.again, let standing = try await store.standingRound(of: job.alliance, on: night.day) {
                return (try await conclude(job, .standing, round: standing), nil)
            }
            let result = try await publish(job, for: night)
            try await store.forgetInputs(
                of: job.alliance, before: Date() - Double(settings.replayDays) * 86_400)
            return result
        } catch StorageError.noAlliance {
            return (try await conclude(job, .gone), nil)
        }
    }

    /// Plans again when somebody changed the alliance meanwhile: a round never rests on facts that are gone.
    private func publish(
        _ job: LeasedJob, for night: NightOrder
    ) async throws -> (NightResult, AllianceRecord?) {
        let planner = RoundPlanner(store: store, program: settings.program, teachers: teachers)
        for attempt in 1... {
            let draft = try await planner.draft(of: job.alliance, on: night.day, seed: night.seed, at: Date())
            do {
                let result = try await store.publish(
                    draft.round, of: draft.record, policy: draft.policy, autoAccepts: draft.autoAccepts,
                    input: draft.input, finishing: job, at: Date())
                return (result, draft.record)
            } catch StorageError.changedMeanwhile where attempt < 5 {
                continue
            }
        }
        preconditionFailure("the last attempt returns or throws")
    }

    private func conclude(
        _ job: LeasedJob, _ state: NightResult.State, round: UUID? = nil
    ) async throws -> NightResult {
        let result = NightResult(alliance: job.alliance, state: state, round: round)
        try await store.conclude(job, with: result, at: Date())
        return result
    }
}

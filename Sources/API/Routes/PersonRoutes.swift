import Domain
import Foundation
import Gateway
import Hummingbird
import Storage

/// One salesperson: profile, capacity, absences, deputy, counterparts, hand-over; and many at once.
struct PersonRoutes: Sendable {
    let store: Store

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("salespeople/{person}", use: show)
        group.patch("salespeople/{person}", use: change)
        group.post("salespeople", use: upsert)
        group.get("salespeople/{person}/handover", use: showHandOver)
        group.post("salespeople/{person}/handover", use: handOver)
        group.get("salespeople/{person}/counterparts", use: counterparts)
        group.get("preferences", use: preferences)
        group.put("preferences", use: changePreferences)
    }

    @Sendable
    private func show(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let person = try await find(context, at: Date())
        return try request.show(PersonView(person), version: person.version)
    }

    /// Admins and programs change everything, managers what they answer for, salespeople when they are away.
    @Sendable
    private func change(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let viewer = context.viewer
        let now = Date()
        try Permission.require(Permission.changesPeople(viewer), of: viewer, to: "change people")
        let version = try request.expectedVersion()
        let body = try await request.body(as: PersonBody.self, context)
        let person = try await find(context, at: now)
        let mayEdit = Permission.mayEdit(viewer, person.row, in: person.record)
        let mayDecide = Permission.mayDecide(viewer, for: person.row, in: person.record)
        let isOwn = viewer.person == person.record.personNumbers[person.row]
        let isAllowed = mayEdit || mayDecide && !body.changesProfile || isOwn && body.changesAbsencesAlone
        guard isAllowed else {
            throw GatewayError.badField(
                name: "capacity, active, name, email or attributes", message: "you may not change that.",
                hint:
                    "Managers change capacity, deputy and absences, salespeople their own absences and deputy."
            )
        }
        let change = try body.change(of: person.row, in: person.record)
        let after = try await store.change(
            person.record.personNumbers[person.row], by: change, expecting: version,
            for: viewer, at: now)
        return try Answer.done(PersonView(after), version: after.version)
            .response(from: request, context: context)
    }

    @Sendable
    private func upsert(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let viewer = context.viewer
        try Permission.require(Permission.bringsPeople(viewer), of: viewer, to: "bring people")
        let isForAny = try request.isForAnyVersion()
        let body = try await request.body(as: PeopleBody.self, context)
        let record = try await store.record(for: viewer)
        let told = try body.changes(in: record, for: viewer)
        return try await context.once(store) { store in
            let (added, changed) = try await store.upsert(
                told, overAny: isForAny, for: viewer, at: Date())
            return try .done(["added": added, "changed": changed])
        }
    }

    /// What a hand-over would hand over.
    @Sendable
    private func showHandOver(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let now = Date()
        let person = try await handingOver(context, at: now)
        let (record, pairings, version) = try await store.toHandOver(
            of: person.record.personNumbers[person.row], for: context.viewer, at: now)
        let view = HandOverPreview(of: person.person.key, pairings, in: record)
        return try request.show(view, version: version)
    }

    @Sendable
    private func handOver(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let viewer = context.viewer
        let now = Date()
        let person = try await handingOver(context, at: now)
        let version = try request.expectedVersion()
        let body = try await request.body(as: HandOverBody.self, context)
        let record = person.record
        guard let successor = record.snapshot.people.firstIndex(where: { $0.key == body.successor }),
            Permission.mayDecide(viewer, for: successor, in: record), successor != person.row
        else { throw GatewayError.noPerson(body.successor) }
        let reason = try FreeText.checked(body.reason, named: "reason") ?? "Handed over to a colleague."
        return try await context.once(store) { store in
            let (after, proposed, left) = try await store.handOver(
                record.personNumbers[person.row], to: record.personNumbers[successor], reason: reason,
                expecting: version, for: viewer, at: now)
            return try .done(HandOverView(proposed: proposed, left: left, in: after))
        }
    }

    /// The person whose pairings the viewer may hand over.
    private func handingOver(_ context: SignedInContext, at instant: Date) async throws -> StoredPerson {
        let viewer = context.viewer
        try Permission.require(viewer.company != nil, of: viewer, to: "hand pairings over")
        let person = try await find(context, at: instant)
        try Permission.require(
            Permission.mayDecide(viewer, for: person.row, in: person.record), of: viewer,
            to: "hand this person's pairings over")
        return person
    }

    /// "Who is my counterpart?"
    @Sendable
    private func counterparts(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let now = Date()
        let person = try await find(context, at: now)
        let viewer = context.viewer
        try Permission.require(
            Permission.looksAfter(viewer, person.row, in: person.record) || Permission.seesAll(viewer),
            of: viewer,
            to: "see this person's counterparts")
        let deputies = try await store.deputies(for: viewer, at: now)
        let view = CounterpartsView(of: person, deputies: deputies, today: Day(now))
        return try Answer.done(view).response(from: request, context: context)
    }

    @Sendable
    private func preferences(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let number = try own(context)
        let (record, wishes, version) = try await store.wishes(of: number, for: context.viewer, at: Date())
        return try request.show(PreferencesView(wishes, in: record), version: version)
    }

    @Sendable
    private func changePreferences(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let number = try own(context)
        let version = try request.expectedVersion()
        let body = try await request.body(as: PreferencesBody.self, context)
        let viewer = context.viewer
        let wishes = try body.wishes(of: number, in: try await store.record(for: viewer))
        let (record, now, stored) = try await store.change(
            wishesOf: number, to: wishes, expecting: version, for: viewer, at: Date())
        return try Answer.done(PreferencesView(now, in: record), version: stored)
            .response(from: request, context: context)
    }

    private func own(_ context: SignedInContext) throws -> Int {
        guard let number = context.viewer.person else {
            throw GatewayError.roleMayNot(role: context.viewer.role.name, action: "have preferences")
        }
        return number
    }

    private func find(_ context: SignedInContext, at instant: Date) async throws -> StoredPerson {
        let key = try context.parameters.part("person")
        guard let person = try await store.person(key, for: context.viewer, at: instant),
            Permission.mayKnow(context.viewer, person.row, in: person.record)
        else { throw GatewayError.noPerson(key) }
        return person
    }
}

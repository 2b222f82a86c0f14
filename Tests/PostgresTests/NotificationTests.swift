import Postgres
import Testing

@Suite struct NotificationTests {
    @Test func `a listener hears what is said on its channel`() async throws {
        try await ClientFixture.withClient { client in
            var heard = client.notifications(on: "My channel").makeAsyncIterator()
            #expect(await heard.next() == .resync)
            try await client.transaction { transaction in
                try await transaction.execute("select pg_notify(\("other"), \("no"))")
                try await transaction.execute("select pg_notify(\("My channel"), \("one"))")
                try await transaction.execute("select pg_notify(\("My channel"), \("two"))")
            }
            #expect(await heard.next() == .payload("one"))
            #expect(await heard.next() == .payload("two"))
        }
    }

    @Test func `two listeners of one channel both hear, and shutdown ends them`() async throws {
        let (first, second) = try await ClientFixture.withClient { client in
            var first = client.notifications(on: "c").makeAsyncIterator()
            #expect(await first.next() == .resync)
            var second = client.notifications(on: "c").makeAsyncIterator()
            #expect(await second.next() == .resync)
            try await client.transaction { try await $0.execute("notify c, 'x'") }
            #expect(await first.next() == .payload("x"))
            #expect(await second.next() == .payload("x"))
            return (client.notifications(on: "c"), client.notifications(on: "c"))
        }
        for await _ in first {}
        for await _ in second {}
    }

    @Test func `a lost connection is replaced and the listener told to read anew`() async throws {
        try await ClientFixture.withClient { client in
            var heard = client.notifications(on: "c").makeAsyncIterator()
            #expect(await heard.next() == .resync)
            try await client.transaction { transaction in
                try await transaction.execute(
                    """
                    select pg_terminate_backend(pid) from pg_stat_activity
                    where datname = current_database() and pid <> pg_backend_pid()
                    """)
            }
            #expect(await heard.next() == .resync)
            try await client.transaction { try await $0.execute("notify c, 'again'") }
            #expect(await heard.next() == .payload("again"))
        }
    }

    @Test func `a listener that is too slow is told so instead of using up memory`() async throws {
        var options = ClientFixture.patient
        options.notificationLimit = 10
        try await ClientFixture.withClient(options) { client in
            var slow = client.notifications(on: "c").makeAsyncIterator()
            var quick = client.notifications(on: "c").makeAsyncIterator()
            #expect(await slow.next() == .resync)
            #expect(await quick.next() == .resync)
            for number in 0..<25 {
                try await client.transaction { try await $0.execute("select pg_notify('c', \("\(number)"))") }
                #expect(await quick.next() == .payload("\(number)"))
            }
            #expect(await slow.next() == .resync)
            #expect(await slow.next() != .resync)
        }
    }
}

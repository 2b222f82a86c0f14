// LEMON's network simplex on the flow problem of yardsticks.py: prints the seconds of the solve, without building, and the optimum.
//
//   g++ -O3 -march=native -o lemon_flow lemon_flow.cpp     (Debian: liblemon-dev)
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <vector>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

int main(int count, char **arguments) {
    using Graph = lemon::SmartDigraph;
    std::FILE *file = count == 2 ? std::fopen(arguments[1], "rb") : nullptr;
    std::int32_t head[3];
    if (!file || std::fread(head, 4, 3, file) != 3) return 1;
    const auto [n, room, pairs] = head;
    std::vector<std::int32_t> columns[3];
    for (auto &column : columns) {
        column.resize(pairs);
        if (std::fread(column.data(), 4, pairs, file) != std::size_t(pairs)) return 1;
    }
    Graph graph;
    graph.reserveNode(2 * n + 2);
    graph.reserveArc(pairs + 2 * n + 1);
    std::vector<Graph::Node> nodes;
    for (int node = 0; node < 2 * n + 2; node++) nodes.push_back(graph.addNode());
    std::vector<std::int64_t> rooms, costs;
    auto add = [&](int from, int to, std::int64_t most, std::int64_t cost) {
        graph.addArc(nodes[from], nodes[to]);
        rooms.push_back(most);
        costs.push_back(cost);
    };
    for (int node = 0; node < n; node++) add(2 * n, node, room, 0), add(n + node, 2 * n + 1, room, 0);
    for (int pair = 0; pair < pairs; pair++) add(columns[0][pair], n + columns[1][pair], 1, -columns[2][pair]);
    add(2 * n, 2 * n + 1, std::int64_t(room) * n, 0);
    Graph::ArcMap<std::int64_t> most(graph), cost(graph);
    for (Graph::ArcIt arc(graph); arc != lemon::INVALID; ++arc) most[arc] = rooms[graph.id(arc)], cost[arc] = costs[graph.id(arc)];
    lemon::NetworkSimplex<Graph, std::int64_t, std::int64_t> simplex(graph);
    simplex.upperMap(most).costMap(cost).stSupply(nodes[2 * n], nodes[2 * n + 1], std::int64_t(room) * n);
    const auto began = std::chrono::steady_clock::now();
    if (simplex.run() != simplex.OPTIMAL) return 1;
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    std::printf("%.6f %lld\n", took.count(), static_cast<long long>(-simplex.totalCost<std::int64_t>()));
}

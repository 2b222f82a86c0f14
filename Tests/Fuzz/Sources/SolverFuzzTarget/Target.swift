internal import SolverTrials

/// What libFuzzer calls with every input that it makes up.
@_cdecl("LLVMFuzzerTestOneInput")
public func tryOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeBufferPointer(start: bytes, count: count)
    let trial = Trial(Array(input))
    precondition(trial.faults.isEmpty, trial.faults.joined(separator: "; "))
    return 0
}

using SwiftDiffusion.Fleet.Tests;

// One broker and one blob server for all tests, which stop them, cut them off and load both cores: one test at a time.
[assembly: AssemblyFixture(typeof(FleetServers))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

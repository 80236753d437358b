using SwiftDiffusion.Fleet.Tests.Servers;

// One broker and one blob server for all tests, which stop them, cut them off and load both cores: one test at a time.
[assembly: AssemblyFixture(typeof(FleetServers))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

// The engine tells a program by environment variables which settings are secret, and a process has one environment.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

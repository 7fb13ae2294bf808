namespace Pulumi;

/// <summary>Stands for something the engine sent where an archive was expected. Cannot be sent back.</summary>
internal sealed class InvalidArchive() : Archive("invalid", "invalid");

namespace Pulumi;

/// <summary>Stands for something the engine sent where an asset was expected. Cannot be sent back.</summary>
internal sealed class InvalidAsset() : Asset("invalid", "invalid");

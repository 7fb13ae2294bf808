namespace Pulumi;

/// <summary>How a provider function is called.</summary>
public class InvokeOptions
{
    /// <summary>A resource whose provider to use.</summary>
    public Resource? Parent { get; set; }

    /// <summary>The configured provider to use instead of the default one.</summary>
    public ProviderResource? Provider { get; set; }

    /// <summary>Version of the provider plugin.</summary>
    public string? Version { get; set; }

    /// <summary>Where the provider plugin can be downloaded from.</summary>
    public string? PluginDownloadURL { get; set; }
}

using System.Globalization;

namespace Pulumi;

/// <summary>How long the provider may take for an operation on a resource.</summary>
public sealed class CustomTimeouts
{
    /// <summary>Limit for creating; null for the provider's own.</summary>
    public TimeSpan? Create { get; set; }

    /// <summary>Limit for updating; null for the provider's own.</summary>
    public TimeSpan? Update { get; set; }

    /// <summary>Limit for deleting; null for the provider's own.</summary>
    public TimeSpan? Delete { get; set; }

    internal Rpc.RegisterResourceRequest.Types.CustomTimeouts ToRequest() => new()
    {
        Create = Nanoseconds(Create),
        Update = Nanoseconds(Update),
        Delete = Nanoseconds(Delete),
    };

    private static string Nanoseconds(TimeSpan? limit) =>
        limit is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value.Ticks * TimeSpan.NanosecondsPerTick}ns") : "";
}

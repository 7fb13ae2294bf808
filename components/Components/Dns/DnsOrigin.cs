namespace CarbonioInfra.Components.Dns;

/// <summary>Where a record's value comes from, and so when it can be made.</summary>
public enum DnsOrigin
{
    /// <summary>Known as soon as the machines are.</summary>
    Site,

    /// <summary>The addresses of the load balancer; an alias where DNS and load balancer are one platform's.</summary>
    LoadBalancer,

    /// <summary>Carbonio's directory, once it runs.</summary>
    Directory,

    /// <summary>Made by whoever owns the address, not in the domain's zone.</summary>
    AddressOwner,
}

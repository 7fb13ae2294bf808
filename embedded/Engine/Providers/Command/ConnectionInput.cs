using CarbonioInfra.Engine.Providers.Command.Ssh;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Providers.Command;

/// <summary>The <c>connection</c> input of remote resources: validated, completed with defaults, and read.</summary>
internal static class ConnectionInput
{
    private const string Name = "connection";

    private static readonly string[] Texts =
        ["host", "user", "password", "privateKey", "privateKeyPassword", "agentSocketPath", "hostKey"];

    /// <summary>The inputs with the connection's defaults filled in; a connection is always secret as a whole.</summary>
    public static PropertyMap Check(PropertyMap inputs, InputCheck check)
    {
        var connection = inputs.Get(Name);
        switch (connection is PropertyValue.Secret secret ? secret.Value : connection)
        {
            case PropertyValue.Map map:
                return inputs.With(Name, new PropertyValue.Secret(Complete(map.Properties.Reveal(), Name, check, isProxy: false)));
            case PropertyValue.Unknown:
                return inputs;
            case PropertyValue.Null:
                check.Fail(Name, "is required");
                return inputs;
            case var other:
                check.Fail(Name, $"expected an object, found {InputCheck.Kind(other)}");
                return inputs;
        }
    }

    /// <summary>The connection that checked inputs describe.</summary>
    public static ConnectionSettings Read(PropertyMap inputs) =>
        inputs.Get(Name).Reveal() is PropertyValue.Map map
            ? Settings(map.Properties)
            : throw new ProviderException("the resource has no connection");

    private static PropertyMap Complete(PropertyMap connection, string path, InputCheck check, bool isProxy)
    {
        connection = WithDefault(connection, "user", ConnectionSettings.DefaultUser);
        connection = WithDefault(connection, "port", ConnectionSettings.DefaultPort);
        connection = WithDefault(connection, "dialErrorLimit", ConnectionSettings.DefaultDialErrorLimit);
        connection = WithDefault(connection, "perDialTimeout", ConnectionSettings.DefaultPerDialTimeout);

        if (connection.Get("host").Reveal() is PropertyValue.Null or PropertyValue.Text { Value: "" })
            check.Fail($"{path}.host", "is required");
        if (connection.TextOf("user") is { } user && string.IsNullOrWhiteSpace(user))
            check.Fail($"{path}.user", "must not be empty");
        foreach (var name in Texts)
        {
            if (connection.Get(name).Reveal() is not (PropertyValue.Null or PropertyValue.Text or PropertyValue.Unknown) and var value)
                check.Fail($"{path}.{name}", $"expected a string, found {InputCheck.Kind(value)}");
        }

        Whole(connection, "port", path, 1, ushort.MaxValue, check);
        Whole(connection, "dialErrorLimit", path, -1, int.MaxValue, check);
        Whole(connection, "perDialTimeout", path, 0, 24 * 60 * 60, check);
        HostKey(connection, path, check);

        switch (connection.Get("proxy"))
        {
            case PropertyValue.Null:
                return connection;
            case var _ when isProxy:
                check.Fail($"{path}.proxy", "a proxy cannot have a proxy");
                return connection;
            case var proxy when proxy.Reveal() is PropertyValue.Map:
                var inner = proxy is PropertyValue.Secret { Value: PropertyValue.Map map } ? map : (PropertyValue.Map)proxy;
                return connection.With("proxy", Complete(inner.Properties, $"{path}.proxy", check, isProxy: true));
            default:
                return connection;
        }
    }

    private static PropertyMap WithDefault(PropertyMap connection, string name, PropertyValue value) =>
        connection.ContainsKey(name) ? connection : connection.With(name, value);

    private static void Whole(PropertyMap connection, string name, string path, int least, int most, InputCheck check)
    {
        switch (connection.Get(name).Reveal())
        {
            case PropertyValue.Unknown:
            case PropertyValue.Number { Value: var number } when number >= least && number <= most && Math.Truncate(number).Equals(number):
                break;
            case PropertyValue.Number { Value: var number }:
                check.Fail($"{path}.{name}", string.Create(null, $"expected a whole number from {least} to {most}, found {number}"));
                break;
            case var value:
                check.Fail($"{path}.{name}", $"expected a number, found {InputCheck.Kind(value)}");
                break;
        }
    }

    private static void HostKey(PropertyMap connection, string path, InputCheck check)
    {
        if (connection.TextOf("hostKey") is not { } text)
            return;
        try
        {
            HostKeyPin.Parse(text);
        }
        catch (ProviderException exception)
        {
            check.Fail($"{path}.hostKey", exception.Message);
        }
    }

    private static ConnectionSettings Settings(PropertyMap connection) => new()
    {
        Host = connection.TextOf("host") ?? throw new ProviderException("the connection has no host"),
        Port = Number(connection, "port", ConnectionSettings.DefaultPort),
        User = connection.TextOf("user") ?? ConnectionSettings.DefaultUser,
        Password = connection.TextOf("password"),
        PrivateKey = connection.TextOf("privateKey"),
        PrivateKeyPassword = connection.TextOf("privateKeyPassword"),
        AgentSocketPath = connection.TextOf("agentSocketPath"),
        HostKey = connection.TextOf("hostKey"),
        DialErrorLimit = Number(connection, "dialErrorLimit", ConnectionSettings.DefaultDialErrorLimit),
        PerDialTimeout = TimeSpan.FromSeconds(Number(connection, "perDialTimeout", ConnectionSettings.DefaultPerDialTimeout)),
        Proxy = connection.Get("proxy").Reveal() is PropertyValue.Map proxy ? Settings(proxy.Properties) : null,
    };

    private static int Number(PropertyMap connection, string name, int @default) =>
        connection.Get(name).Reveal() is PropertyValue.Number number ? (int)number.Value : @default;
}

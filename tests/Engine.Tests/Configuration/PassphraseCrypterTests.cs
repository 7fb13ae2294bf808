using System.Security.Cryptography;
using CarbonioInfra.Engine.Configuration;

namespace CarbonioInfra.Engine.Tests.Configuration;

public sealed class PassphraseCrypterTests
{
    // Made by Pulumi itself, with the passphrase "password".
    private const string PulumisSalt = "v1:fozI5u6B030=:v1:F+6ZduKKd8G0/V7L:PGMFeIzwobWRKmEAzUdaQHqC5mMRIQ==";

    [Fact]
    public void Opens_what_pulumi_encrypted() => PassphraseCrypter.Open("password", PulumisSalt).Dispose();

    [Fact]
    public void Tells_a_wrong_passphrase() => Assert.Equal(
        "incorrect passphrase",
        Assert.Throws<CryptographicException>(() => PassphraseCrypter.Open("password123", PulumisSalt)).Message);

    [Fact]
    public void The_key_is_pbkdf2_with_sha256_and_a_million_rounds()
    {
        // Sealed here with the platform's own primitives, by the description of the format.
        var salt = "saltsalt"u8.ToArray();
        var key = Rfc2898DeriveBytes.Pbkdf2("pass", salt, 1_000_000, HashAlgorithmName.SHA256, 32);
        var nonce = "nonce-nonce-"u8.ToArray();
        var (text, tag) = (new byte[6], new byte[16]);
        using (var cipher = new AesGcm(key, 16))
            cipher.Encrypt(nonce, "pulumi"u8, text, tag);
        var check = $"v1:{Convert.ToBase64String(nonce)}:{Convert.ToBase64String([.. text, .. tag])}";

        using var crypter = PassphraseCrypter.Open("pass", $"v1:{Convert.ToBase64String(salt)}:{check}");
        Assert.Equal("pulumi", crypter.Decrypt(check));
    }

    [Fact]
    public void Round_trips_under_a_salt_of_its_own()
    {
        var (crypter, salt) = PassphraseCrypter.Create("p");
        using (crypter)
        {
            var sealedText = crypter.Encrypt("grüße\n");
            Assert.NotEqual(sealedText, crypter.Encrypt("grüße\n"));
            using var again = PassphraseCrypter.Open("p", salt);
            Assert.Equal("grüße\n", again.Decrypt(sealedText));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("v2:AAAAAAAAAAAAAAAA:AAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("v1:AAAA:AAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("v1:AAAAAAAAAAAAAAAA:####")]
    [InlineData("v1:AAAAAAAAAAAAAAAA:AAAA")]
    public void Refuses_what_is_not_a_sealed_value(string text)
    {
        var (crypter, _) = PassphraseCrypter.Create("p");
        using (crypter)
            Assert.Contains("v1:NONCE:CIPHERTEXT", Assert.Throws<CryptographicException>(() => crypter.Decrypt(text)).Message, StringComparison.Ordinal);
    }
}
